/** How CDK and CloudFormation write a reference into a text: as a token, of a string or of a list, or as a pseudo parameter. */
export const REFERENCE = /[$#]\{Token\[|\$\{AWS::/;
