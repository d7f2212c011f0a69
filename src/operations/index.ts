export { addAddress, fedListNames, historyOfList, removeAddress, reportList, rollBackList, syncList } from './addresses';
export { block, blocked, endedBlocks, unblock } from './blocks/blocks';
export { type Operator, thisOperator } from './operator';
export { plainError } from './plain-error';

/** What acts on a live account. */
export type Operations = typeof import('./index');
