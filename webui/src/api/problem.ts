import { applianceWords as words } from './applianceWords';
import type { components } from './schema';

export type Problem = components['schemas']['Problem'];

// The appliance answered, and the answer is no. `code` is stable; decide by it, show `message`.
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly retryAfter: number | undefined;
  // The machine that it is about.
  readonly clientId: string | undefined;

  constructor(status: number, problem: Partial<Problem> | undefined) {
    super(problem?.detail ? words.said(problem.detail, problem.code) : problem?.title || wordsForStatus(status));
    this.name = 'ApiError';
    this.status = status;
    this.code = problem?.code ?? 'unknown';
    this.fields = Object.fromEntries(Object.entries(problem?.fields ?? {}).map(([name, text]) => [name, words.said(text)]));
    this.retryAfter = problem?.retry_after;
    this.clientId = problem?.client_id;
  }
}

// No answer at all: the network, or the appliance, is away.
export class NetworkError extends Error {
  constructor() {
    super(words.noAnswer);
    this.name = 'NetworkError';
  }
}

// The browser's own dialog led to nothing; the message says why, as far as one is told.
export class PasskeyError extends Error {}

export function messageFor(error: unknown): string {
  if (error instanceof ApiError || error instanceof NetworkError || error instanceof PasskeyError) return error.message;
  return words.pageFault;
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

export function wantsSecondFactor(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'second_factor_wanted';
}

// What a link was made for is done, or it is too old.
export function isLinkOver(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'link_is_over';
}

// The license does not have it, or has it no longer.
export function isNotLicensed(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'not_in_license';
}

// Somebody else has changed it since it was loaded.
export function isStale(error: unknown): boolean {
  return error instanceof ApiError && error.status === 412;
}

function wordsForStatus(status: number): string {
  if (status === 401) return words.notSignedIn;
  if (status === 403) return words.notPermitted;
  if (status === 404) return words.notFound;
  if (status === 429) return words.tooManyTries;
  if (status === 503) return words.busy;
  return words.notUnderstood(status);
}
