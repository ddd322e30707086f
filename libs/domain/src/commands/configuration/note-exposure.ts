import { z } from 'zod';
import type { SettingChange } from '../../changes.ts';
import { defineCommand, event } from '../../define-command.ts';
import { exposed, exposedId, type Exposed } from '../../exposure.ts';
import type { Portal } from '../../portal.ts';

const rowChange = ({ exposed: rows }: Portal, id: string, after: Exposed | null): SettingChange => ({
  kind: 'setting',
  part: 'exposed',
  id,
  before: rows[id] ?? null,
  after,
});

/** The entry is the alarm (G-43): it names each field that became open to more people than it should, and each that no more is. */
export const noteExposure = defineCommand({
  name: 'note-exposure',
  area: 'configuration',
  summary: 'Tell which fields are open to more people than they should be.',
  input: z.strictObject({
    at: z.int().min(1).describe('As of which entry this was found'),
    fields: z.array(exposed).max(60_000),
  }),
  permission: { kind: 'operator', right: 'maintain' },
  events: {
    ExposureNoted: event(
      z.strictObject({
        type: z.literal('ExposureNoted'),
        at: z.int(),
        opened: z.array(exposed),
        closed: z.array(z.string()),
      }),
      ({ portal }, { at, opened, closed }): SettingChange[] => [
        ...opened.map((one) => rowChange(portal, exposedId(one), one)),
        ...closed.map((id) => rowChange(portal, id, null)),
        {
          kind: 'setting',
          part: 'exposure',
          id: 'exposure',
          before: portal.exposure,
          after: { ...portal.exposure, at },
        },
      ],
    ),
  },
  decide({ exposure, exposed: rows }, _known, { at, fields }) {
    const now = new Set(fields.map(exposedId));
    const opened = fields.filter((one) => !Object.hasOwn(rows, exposedId(one)));
    const closed = Object.keys(rows).filter((id) => !now.has(id));
    const isNew = at > exposure.at && opened.length + closed.length > 0; // what another node found later stands
    return { events: isNew ? [{ type: 'ExposureNoted', at, opened, closed }] : [] };
  },
});
