import { amount, elements, type Fields, fields, momentMs, text } from './fields.ts';

/** A share of a limit, and when the count starts anew. */
export interface RateWindow {
  /** 0 to 100; a spend limit may pass 100. */
  readonly usedPercent: number;
  readonly resetsAtMs: number | null;
}

/** The limits of the account, as far as the client knows them. They stand still in idle sessions. */
export interface RateLimits {
  readonly fiveHour: RateWindow | null;
  readonly sevenDay: RateWindow | null;
  readonly spend: RateWindow | null;
  /** Weekly limits of single models. */
  readonly models: readonly (RateWindow & { readonly modelName: string })[];
}

/** The limits, each by itself. */
export function readRateLimits(limits: Fields): RateLimits {
  return {
    fiveHour: readRateWindow(limits['five_hour']),
    sevenDay: readRateWindow(limits['seven_day']),
    spend: readRateWindow(limits['spend_limit']),
    models: elements(limits['model_scoped']).flatMap((entry) => {
      const [window, modelName] = [readRateWindow(entry), text(fields(entry)['display_name'])];
      return window === null || modelName === null ? [] : [{ ...window, modelName }];
    }),
  };
}

/** The limits as the client writes them: {@link readRateLimits} reads them back. */
export function writeRateLimits(limits: RateLimits): object {
  return {
    five_hour: writeRateWindow(limits.fiveHour),
    seven_day: writeRateWindow(limits.sevenDay),
    spend_limit: writeRateWindow(limits.spend),
    model_scoped: limits.models.map((model) => ({
      ...writeRateWindow(model),
      display_name: model.modelName,
    })),
  };
}

function writeRateWindow(window: RateWindow | null): object | null {
  return window === null ? null : { used_percentage: window.usedPercent, resets_at: window.resetsAtMs };
}

function readRateWindow(value: unknown): RateWindow | null {
  const window = fields(value);
  // Model windows say `utilization` where the others say `used_percentage`.
  const usedPercent = amount(window['used_percentage']) ?? amount(window['utilization']);
  return usedPercent === null ? null : { usedPercent, resetsAtMs: momentMs(window['resets_at']) };
}
