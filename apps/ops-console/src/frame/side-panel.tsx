import type { ReactNode } from 'react';
import { Panel } from '@genkan/ui/record/panel.tsx';

type Props = {
  readonly kind: string;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** Beside a list that stays usable: what is open of it. Closing it gives the focus back to its row. */
export function SidePanel({ onClose, ...shown }: Props) {
  const close = (): void => {
    document.querySelector<HTMLElement>('tr[data-open="true"] a')?.focus();
    onClose();
  };
  return <Panel {...shown} wide onClose={close} />;
}
