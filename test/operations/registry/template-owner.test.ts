import { type TemplateOwner, lineToEdit, listsOf } from '../../../src/operations/registry/template-owner';

const owner = (stack: string, version: 4 | 6): TemplateOwner => ({
  stack, logicalId: `CallersIpv${version}`, path: `${stack}/Callers/Ipv${version}`, applications: [{ application: 'Billing', ranges: '10.20.0.0/16 10.30.0.0/24' }],
});

test('the sets of both IP versions are one list; lists of one name in two stacks are two', () => {
  expect(listsOf([owner('Pay', 4), owner('Pay', 6)])).toEqual(['Pay/Callers of the stack Pay']);
  expect(listsOf([owner('Dev', 4), owner('Prod', 4)])).toEqual(['Dev/Callers of the stack Dev', 'Prod/Callers of the stack Prod']);
});

test('the line to edit names what the list holds of a range', () => {
  expect(lineToEdit([owner('Pay', 4)], 'remove', '10.30.0.0/24')).toContain("take '10.30.0.0/24' of the application Billing out");
  expect(lineToEdit([owner('Pay', 4)], 'remove', '10.20.7.0/24')).toContain("'10.20.0.0/16', of which 10.20.7.0/24 is a part, of the application Billing");
  expect(lineToEdit([owner('Pay', 4)], 'remove', '10.99.0.0/24')).toContain('there is nothing to take out');
  expect(lineToEdit([owner('Pay', 4)], 'add', '10.99.0.0/24')).toContain("addressList.add('10.99.0.0/24'");
});
