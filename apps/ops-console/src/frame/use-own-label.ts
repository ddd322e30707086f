import { useClient } from '@genkan/ui/hooks.ts';
import { useMembers } from '../reads/use-members.ts';

/** What the signed-in member of the staff is called, as far as he may read it. */
export function useOwnLabel(): string {
  const { member } = useClient();
  const { nameOf } = useMembers();
  return member ? nameOf(member.id) : '';
}
