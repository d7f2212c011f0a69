import { below, isObject } from './openapi-json';
import type { ImportReport } from './openapi-report';

/** Extensions by which a document for API Gateway tells what the routes of this library tell themselves. */
const TAKEN_OVER = ['integration', 'integrations', 'request-validator', 'request-validators', 'documentation', 'importexport-version', 'tag-value'];

/** Whether a member is an extension; it is reported, and never taken over. */
export function isExtension(key: string, pointer: string, report: ImportReport): boolean {
  if (!key.startsWith('x-')) {
    return false;
  }
  const amazon = /^x-amazon-apigateway-(.+)$/.exec(key)?.[1];
  if (amazon === undefined) {
    report.leftOut(pointer, 'extension', 'an extension: API Gateway does not know it');
  } else if (TAKEN_OVER.includes(amazon)) {
    report.leftOut(pointer, 'amazon-extension', 'the routes have integrations and validators of their own');
  } else {
    report.refused(pointer, 'amazon-extension', 'a document does not decide on access or on settings of the API: say it in code, and take it out here');
  }
  return true;
}

/** Extensions of API Gateway that stand where the import looks at nothing else. */
export function reportAmazonExtensions(value: unknown, pointer: string, report: ImportReport): void {
  if (Array.isArray(value)) {
    value.forEach((entry, at) => reportAmazonExtensions(entry, below(pointer, at), report));
  } else if (isObject(value)) {
    for (const [key, entry] of Object.entries(value)) {
      if (key.startsWith('x-amazon-apigateway-')) {
        isExtension(key, below(pointer, key), report);
      } else {
        reportAmazonExtensions(entry, below(pointer, key), report);
      }
    }
  }
}
