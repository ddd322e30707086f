/** So many records of a module one member is sent whole and live, unless the setting says otherwise. */
export const mostReplicated = 10_000;

/** Says what to do instead; the limit is a setting, not a count of anything. */
export const tooLargeToReplicate = (most: number): string =>
  `You may see more than ${most} records of this module, too many to be kept live. Query pages of them instead.`;
