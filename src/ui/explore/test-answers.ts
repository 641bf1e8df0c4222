/** Networks' logits on all test images, asked for when an element first needs them and kept until it is about other networks. */
import type { ReactiveControllerHost } from 'lit';
import type { NetworkId } from '../../core/answers.ts';
import type { Networks } from '../networks.ts';
import { networkKey } from './network-name.ts';

export class TestAnswers {
  private readonly host: Pick<ReactiveControllerHost, 'requestUpdate'>;
  private networks: Networks | undefined;
  private readonly logits = new Map<string, Float32Array | undefined>(); // by network; undefined while they are on their way

  /** @param host drawn anew when some arrive */
  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>) {
    this.host = host;
  }

  /** Those of one network; nothing until they are here. What could not be had is asked for again with the next drawing. */
  of(networks: Networks | undefined, network: NetworkId | undefined): Float32Array | undefined {
    if (networks !== this.networks) this.logits.clear();
    this.networks = networks;
    if (!networks || !network) return undefined;
    const key = networkKey(network);
    if (!this.logits.has(key)) void this.ask(networks, network, key);
    return this.logits.get(key);
  }

  private async ask(networks: Networks, network: NetworkId, key: string): Promise<void> {
    this.logits.set(key, undefined);
    const logits = await networks.testAnswers(network).catch(() => undefined);
    if (networks !== this.networks) return;
    if (!logits) return void this.logits.delete(key);
    this.logits.set(key, logits);
    this.host.requestUpdate();
  }
}
