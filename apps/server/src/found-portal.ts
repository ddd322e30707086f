import { randomUUID } from 'node:crypto';
import { Rejected } from '@genkan/domain/rejected';
import type { House } from './house.ts';

type Result = Readonly<Record<string, unknown>>;
export type Run = (name: string, input: unknown) => Promise<Result>;

/** A command of the installation itself, or of a member: what it results in, or the refusal thrown. */
export async function run(
  house: Pick<House, 'directory'>,
  portal: string,
  member: string | null,
  name: string,
  input: unknown,
): Promise<Result> {
  const answer = await house.directory.execute({ portal, member, commandId: randomUUID(), name, input });
  if (answer.status === 'rejected') throw new Rejected(answer.code, answer.message, answer);
  return answer.result;
}

export type Founded = { readonly portal: string; readonly administrator: string };
export type Founding = {
  readonly company: string;
  readonly slug?: string;
  readonly currency?: string;
  readonly locale?: string;
  readonly zone?: string;
  readonly administrator: { readonly email: string; readonly name: string };
  readonly password: string;
};

/** Founds a portal and gives its first administrator a password. */
export async function foundPortal(
  house: Pick<House, 'directory' | 'signIn'>,
  { password, ...founding }: Founding,
): Promise<Founded> {
  const { portal, member } = await run(house, '', null, 'create-portal', { plan: 'whole', ...founding });
  const founded = { portal: String(portal), administrator: String(member) };
  await house.signIn.setPassword(founded.portal, founded.administrator, password);
  return founded;
}
