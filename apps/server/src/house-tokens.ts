/** Names under which the parts of the house are handed to Nest; the parts themselves know no framework. */
export const HOUSE = Symbol('house');
