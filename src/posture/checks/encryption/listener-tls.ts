import type { Resource } from '../../assembly/app';
import { listOf, member } from '../../assembly/json';
import { readText } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

/** Policies that take TLS 1.0 or 1.1. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const OLD = /^ELBSecurityPolicy-(2015-05|2016-08|FS-2018-06|FS-1-1-2019-08|TLS-1-[01]-.*|TLS13-1-[01]-.*)$/;
/** What CloudFormation takes where nothing is said. */
const STANDARD = 'ELBSecurityPolicy-2016-08';

export const listenerTls: Check = {
  id: 'listener-tls',
  title: 'Load balancers take TLS 1.2 or newer',
  severity: 'warning',
  layer: 'encryption',
  why: 'Tokens and bodies pass in clear, or over a version of TLS with known weaknesses, for everybody on the way.',
  fix: 'Set Protocol to HTTPS or TLS, SslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06 or newer; let port 80 redirect, if anything.',
  owasp: ['API8:2023'],
  securityHub: ['ELB.1', 'ELB.17', 'ELB.18'],
  * judge(posture) {
    for (const listener of posture.ofType('AWS::ElasticLoadBalancingV2::Listener')) {
      yield judgeListener(listener);
    }
  },
};

function judgeListener(listener: Resource): Judgement {
  const protocol = readText(listener, 'Protocol');
  if (protocol.kind === 'unknown') {
    return unsure(listener, 'Protocol', protocol.why);
  }
  const name = protocol.kind === 'known' ? protocol.value.toUpperCase() : '';
  if (name === 'HTTPS' || name === 'TLS') {
    return judgePolicy(listener);
  }
  // TCP may carry TLS to whoever is behind: nobody can tell.
  return name === 'HTTP' && !onlyRefers(listener) ? fail(listener, 'Protocol', 'is HTTP: what is called passes in clear') : pass(listener, 'Protocol');
}

/** Whether every caller is sent to HTTPS, or gets an answer that is always the same. */
function onlyRefers({ properties }: Resource): boolean {
  const actions = listOf(properties.DefaultActions);
  return actions.length > 0 && actions.every((action) => {
    const type = String(member(action, 'Type'));
    return type === 'fixed-response' || type === 'redirect' && member(member(action, 'RedirectConfig'), 'Protocol') === 'HTTPS';
  });
}

function judgePolicy(listener: Resource): Judgement {
  const policy = readText(listener, 'SslPolicy');
  const name = policy.kind === 'known' ? policy.value : STANDARD;
  return policy.kind === 'unknown' ? unsure(listener, 'SslPolicy', policy.why)
    : OLD.test(name) ? fail(listener, 'SslPolicy', `${policy.kind === 'absent' ? `is left out, so that AWS takes ${name}` : `is ${name}`}, which takes TLS 1.0 or 1.1`)
      : pass(listener, 'SslPolicy');
}
