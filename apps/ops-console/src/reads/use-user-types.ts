import { useMemo } from 'react';
import { useRead } from './use-read.ts';

export type UserTypeCard = {
  readonly id: string;
  readonly name: string;
  readonly base: string;
  readonly isDefault: boolean;
};

export function useUserTypes(): readonly UserTypeCard[] {
  const { answer } = useRead('user-types');
  return useMemo(() => {
    const { userTypes = [] }: { userTypes?: readonly UserTypeCard[] } = Object(answer);
    return userTypes;
  }, [answer]);
}
