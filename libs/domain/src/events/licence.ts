import { z } from 'zod';
import type { DomainEvent } from '../define-command.ts';
import type { Licence } from '../licence.ts';
import { event } from '../define-command.ts';
import { licence } from '../licence.ts';

export const licenceEvents = {
  LicenceSet: event(z.strictObject({ type: z.literal('LicenceSet'), licence }), ({ portal }, fact) => [
    { kind: 'setting', part: 'licence', id: 'licence', before: portal.licence, after: fact.licence },
  ]),
};

export const licenceSet = (set: Licence): DomainEvent => ({ type: 'LicenceSet', licence: set });
