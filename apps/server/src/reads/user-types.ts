import { z } from 'zod';
import { apiName, userTypeId } from '@genkan/domain/names';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';

const userType = z.strictObject({ id: userTypeId, name: z.string(), base: apiName, isDefault: z.boolean() });

export const userTypesRead = defineRead({
  name: 'user-types',
  summary: 'The user types of the portal, each with the module whose records its users are.',
  path: '/user-types',
  input: z.strictObject({}),
  answer: z.strictObject({ userTypes: z.array(userType) }),
  async run({ rights: rightsNow }) {
    const rights = await rightsNow();
    requireRight(rights, 'manage-members');
    const { head, portal } = rights;
    const told = Object.values(portal.userTypes).map(({ id, name, base, isDefault }) => ({
      id,
      name,
      base,
      isDefault,
    }));
    return { head, answer: { userTypes: told.sort((a, b) => (a.name < b.name ? -1 : 1)) } };
  },
});
