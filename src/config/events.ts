/** What events are kept in and by what vendors are recognised, out of the variables. */
import type { EventSettings } from '../events/settings.ts';
import type { Env, GatewayValues } from './variables.ts';
import { gatewayVariables, textOf } from './variables.ts';

export interface EventsFrom {
  values: Partial<GatewayValues>;
  env: Env;
  mode: 'sandbox' | 'live';
  problems: string[];
}

export function eventsOf({ values, env, mode, problems }: EventsFrom): EventSettings {
  const { collectmaxxWebhookUser: user, collectmaxxWebhookPassword: password } = values;
  if ((textOf(env, 'COLLECTMAXX_WEBHOOK_USER') === undefined) !== (textOf(env, 'COLLECTMAXX_WEBHOOK_PASSWORD') === undefined)) {
    problems.push('COLLECTMAXX_WEBHOOK_USER and COLLECTMAXX_WEBHOOK_PASSWORD belong together: expected both or neither.');
  }
  const { eventsPath, eventsMaxAgeDays = 0, eventsMaxBytes = 0 } = values;
  return {
    // Invented events end with the stand-ins that invented them, and never get among real ones, which have the usual place.
    eventsPath: mode === 'sandbox' && eventsPath === gatewayVariables.eventsPath.default ? undefined : eventsPath,
    eventsMaxAgeDays,
    eventsMaxBytes,
    doors: {
      collectmaxxUser: user,
      collectmaxxPassword: password,
      collectmaxxSecret: values.collectmaxxWebhookSecret,
      cmSecret: values.cmWebhookSecret,
      receevePublicKey: values.receeveWebhookPublicKey,
    },
  };
}
