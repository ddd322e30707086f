/** The version of the words on the wire. A client of another version is told `incompatible`. */
export const protocolVersion = 1;
