import type { SettingChange } from '../changes.ts';
import type { Conversion, ConversionRefused } from '../conversion.ts';
import type { Module } from '../modules.ts';
import type { Portal } from '../portal.ts';
import type { UserType } from '../user-types.ts';
import { usualConversion } from '../conversion.ts';

/** A module as it is from now on. */
export const moduleChange = (portal: Portal, after: Module): SettingChange => ({
  kind: 'setting',
  part: 'module',
  id: after.name,
  before: portal.modules[after.name] ?? null,
  after,
});

/** A user type as it is from now on; null when it is deleted. */
export const userTypeChange = (portal: Portal, id: string, after: UserType | null): SettingChange => ({
  kind: 'setting',
  part: 'user-type',
  id,
  before: portal.userTypes[id] ?? null,
  after,
});

/** What a lead becomes, from now on. */
export const conversionChange = ({ conversion }: Portal, after: Conversion): SettingChange => ({
  kind: 'setting',
  part: 'conversion',
  id: 'conversion',
  before: conversion === usualConversion ? null : conversion,
  after,
});

/** Why a lead could not be converted by its rule, or (null) that it no longer matters. */
export const refusedChange = (
  { conversionsRefused }: Portal,
  lead: string,
  after: ConversionRefused | null,
): SettingChange => ({
  kind: 'setting',
  part: 'conversion-refused',
  id: lead,
  before: conversionsRefused[lead] ?? null,
  after,
});

/** A row of leads that an automatic rule was going to convert is worked off. */
export const dueChange = ({ conversionsDue }: Portal, id: string): SettingChange => ({
  kind: 'setting',
  part: 'conversion-due',
  id,
  before: conversionsDue[id] ?? null,
  after: null,
});
