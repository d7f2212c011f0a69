import { pseudoParameter } from './symbols';

/** What a Region's name says of its partition: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const PARTITIONS: readonly (readonly [prefix: string, partition: string, suffix: string])[] = [
  ['cn-', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-', 'aws-us-gov', 'amazonaws.com'],
  ['us-iso-', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['us-isof-', 'aws-iso-f', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['eusc-', 'aws-eusc', 'amazonaws.eu'],
  ['', 'aws', 'amazonaws.com'],
];

/** The pseudo parameters that an account and a Region decide, as far as they are known. */
export function pseudoParametersOf({ account, region }: { readonly account?: string; readonly region?: string }): Readonly<Record<string, string>> {
  const [, partition, suffix] = region === undefined ? [] : PARTITIONS.find(([prefix]) => region.startsWith(prefix))!;
  return {
    ...account === undefined ? {} : { 'AWS::AccountId': account },
    ...region === undefined ? {} : { 'AWS::Region': region },
    ...partition === undefined ? {} : { 'AWS::Partition': partition },
    ...suffix === undefined ? {} : { 'AWS::URLSuffix': suffix },
  };
}

const SPELLED = /^AWS::Region with (.*) for -$/;

/** The Region with another mark for its hyphens, as the names of some buckets have it, where the Region is not known. */
export function regionSpelled(mark: string): string {
  return pseudoParameter(`AWS::Region with ${mark} for -`);
}

/** What stands for a symbol where these pseudo parameters are known. */
export function valueOfSymbol(symbol: string, known: Readonly<Record<string, string>>): string | undefined {
  const [, mark] = SPELLED.exec(symbol) ?? [];
  return mark === undefined ? known[symbol] : known['AWS::Region']?.replaceAll('-', mark);
}
