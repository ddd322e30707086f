import { createContext } from 'react';

/** Signs out. */
export const LeaveContext = createContext<() => void>(() => {});
