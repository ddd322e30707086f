import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from './use-read.ts';

export type Session = { readonly session: string; readonly modules: readonly string[] };
export type MemberCard = {
  readonly id: string;
  readonly kind: 'staff' | 'portal-user';
  readonly email: string;
  readonly name: string | null;
  readonly userType: string | null;
  readonly record: { readonly module: string; readonly id: string } | null;
  readonly status: 'active' | 'inactive' | 'removed';
  readonly sessions: readonly Session[];
};
export type Members = {
  readonly members: readonly MemberCard[];
  /** Not answered yet. */
  readonly waiting: boolean;
  readonly refused: string | null;
  /** What to call a member; null is the operator of the installation. */
  readonly nameOf: (id: string | null) => string;
  readonly again: () => void;
};

export function useMembers(): Members {
  const { t } = useTranslation();
  const { answer, refused, again } = useRead('members');
  return useMemo(() => {
    const { members = [] }: { members?: readonly MemberCard[] } = Object(answer);
    const byId = new Map(members.map((member) => [member.id, member]));
    const nameOf = (id: string | null): string => {
      if (id === null) return t('operator');
      const member = byId.get(id);
      return member ? (member.name ?? member.email) : id.slice(0, 8);
    };
    return { members, waiting: answer === null && refused === null, refused, nameOf, again };
  }, [answer, refused, again, t]);
}
