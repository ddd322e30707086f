import { z } from 'zod';
import type { SettingChange } from '../../changes.ts';
import { defineCommand, event } from '../../define-command.ts';

export const watchExposure = defineCommand({
  name: 'watch-exposure',
  area: 'configuration',
  summary: 'Say from how many people on it is told in the log that a field became open to them.',
  input: z.strictObject({
    people: z.int().min(0).max(1_000_000).nullable().describe('More than so many; null: it is never told'),
  }),
  permission: { kind: 'staff', right: 'configure' },
  events: {
    ExposureWatched: event(
      z.strictObject({ type: z.literal('ExposureWatched'), people: z.int().nullable() }),
      ({ portal }, { people }): SettingChange[] => [
        {
          kind: 'setting',
          part: 'exposure',
          id: 'exposure',
          before: portal.exposure,
          after: { ...portal.exposure, people },
        },
      ],
    ),
  },
  decide: ({ exposure }, _known, { people }) => ({
    events: exposure.people === people ? [] : [{ type: 'ExposureWatched', people }],
  }),
});
