/** The software's version, as in package.json; a test compares the two. */
export const softwareVersion = '0.1.0'
