import * as addresses from './addresses';
import * as blocks from './blocks/blocks';
import { thisOperator } from './operator';

export const { addAddress, fedListNames, historyOfList, removeAddress, reportList, rollBackList, syncList } = addresses;
export const { block, blocked, unblock } = blocks;
export { thisOperator };

/** What acts on a live account. */
export type Operations = Pick<typeof addresses, 'addAddress' | 'fedListNames' | 'historyOfList' | 'removeAddress' | 'reportList' | 'rollBackList' | 'syncList'>
  & Pick<typeof blocks, 'block' | 'blocked' | 'unblock'> & { readonly thisOperator: typeof thisOperator };
