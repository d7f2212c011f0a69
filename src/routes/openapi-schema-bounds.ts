import { type JsonObject, below } from './openapi-json';
import type { ImportReport } from './openapi-report';

/** OpenAPI's exclusive bounds as API Gateway takes them: for whole numbers the next one, else the opposite of what is forbidden. */
export function exclusiveBounds(source: JsonObject, rewritten: JsonObject, pointer: string, report: ImportReport): JsonObject {
  const bounds = [
    { keyword: 'exclusiveMinimum', bound: 'minimum', opposite: 'maximum', next: (at: number) => Math.floor(at) + 1 },
    { keyword: 'exclusiveMaximum', bound: 'maximum', opposite: 'minimum', next: (at: number) => Math.ceil(at) - 1 },
  ];
  const inclusive: JsonObject = {};
  const forbidden: JsonObject[] = [];
  for (const { keyword, bound, opposite, next } of bounds.filter((entry) => source[entry.keyword] !== undefined)) {
    const limit = rewritten[bound];
    if (source[keyword] !== true || typeof limit !== 'number') {
      report.leftOut(below(pointer, keyword), 'exclusive-bound', 'without effect');
    } else if (source.type === 'integer') {
      report.rewritten(below(pointer, keyword), 'exclusive-bound', `API Gateway has no exclusive bounds: the ${bound} is ${next(limit)}`);
      report.rewritten(below(pointer, bound), 'exclusive-bound', `the ${bound} is ${next(limit)}`);
      inclusive[bound] = next(limit);
    } else if (source.not !== undefined) {
      report.leftOut(below(pointer, keyword), 'exclusive-bound', 'API Gateway has no exclusive bounds: the bound itself passes', true);
    } else {
      report.rewritten(below(pointer, keyword), 'exclusive-bound', 'API Gateway has no exclusive bounds: said by `not`');
      forbidden.push({ type: 'number', [opposite]: limit });
    }
  }
  const [first] = forbidden;
  return { ...inclusive, ...(first && { not: forbidden.length === 1 ? first : { anyOf: forbidden } }) };
}
