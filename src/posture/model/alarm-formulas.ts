import { type Json, listOf, member } from '../assembly/json';

/** What an alarm computes of its metrics and looks at, where that is 0 whatever they are: a product with 0. */
export function zeroFormula(metrics: Json | undefined): { readonly index: number; readonly expression: string } | undefined {
  return listOf(metrics).flatMap((entry, index) => {
    const expression = String(member(entry, 'Expression') ?? '');
    const isLookedAt = String(member(entry, 'ReturnData') ?? true) !== 'false';
    return isLookedAt && isZero(expression) ? [{ index, expression }] : [];
  })[0];
}

function isZero(expression: string): boolean {
  const factors = /^[\w.*\s]+$/.test(expression) ? expression.split('*').map((factor) => factor.trim()) : [];
  return factors.length > 1 && factors.some((factor) => /^0+(\.0*)?$/.test(factor));
}
