import { defineEntity, p } from '@mikro-orm/core';

// What the admin reads and the migrator know of the tables. The turn and the members' reads never come through here:
// they are single statements (`append-sql.ts`, `page-sql.ts`, `past-sql.ts`).

export const PortalHead = defineEntity({
  name: 'PortalHead',
  tableName: 'portal_head',
  properties: { portal: p.text().primary(), head: p.bigint('number') },
});

export const EntryRow = defineEntity({
  name: 'EntryRow',
  tableName: 'entry',
  properties: {
    portal: p.text().primary(),
    sequence: p.bigint('number').primary(),
    command: p.text(),
    commandId: p.text(),
    member: p.text().nullable(),
    at: p.datetime(),
    outcome: p.text(),
  },
});

export const MemberRow = defineEntity({
  name: 'MemberRow',
  tableName: 'member',
  properties: {
    portal: p.text().primary(),
    id: p.text().primary(),
    record: p.text().nullable(),
    userType: p.text().nullable(),
    body: p.json(),
    sequence: p.bigint('number'),
  },
});

export const RecordRow = defineEntity({
  name: 'RecordRow',
  tableName: 'record',
  properties: {
    portal: p.text().primary(),
    module: p.text().primary(),
    id: p.text().primary(),
    layout: p.text(),
    fields: p.json(),
    keys: p.array(),
    createdBy: p.text(),
    owner: p.text().nullable(),
    deleted: p.boolean(),
    restricted: p.boolean(),
    sequence: p.bigint('number'),
  },
});

export const entities = [PortalHead, EntryRow, MemberRow, RecordRow];
