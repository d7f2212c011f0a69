/**
 * A query of CloudWatch Logs Insights: per address, which rule blocks it, or would block it, how often and since when.
 *
 * @param counting the rules that would block, in their order, where they only count; undefined where they block
 * @param header the header that holds the caller's address; undefined where the connection tells it
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html
 */
export function addressQuery(counting: readonly string[] | undefined, header: string | undefined): string {
  const rules = counting?.join('|');
  return [
    'fields @timestamp, httpRequest.clientIp as connection, httpRequest.httpMethod as method',
    ...header === undefined ? [] : [`parse @message /(?i)"name":"${header}","value":"(?<forwarded>[^"]*)"/`],
    ...rules === undefined
      ? ['filter action = "BLOCK"', 'fields terminatingRuleId as rule']
      : [
        `filter action = "BLOCK" or @message like /"ruleId":"(${rules})"/`,
        `parse @message /"ruleId":"(?<counted>${rules})"/`,
        'fields coalesce(counted, terminatingRuleId) as rule',
      ],
    `stats count(*) as requests, min(@timestamp) as firstSeen, max(@timestamp) as lastSeen by ${header === undefined ? '' : 'forwarded, '}connection, rule, method`,
    'sort requests desc',
  ].join('\n| ');
}
