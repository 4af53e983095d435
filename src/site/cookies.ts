import type { Request, Response } from 'express';

export const SESSION_COOKIE = 'assay_session';
/** Set on the sign-in page: a form from elsewhere does not bring it along. */
export const SIGN_IN_COOKIE = 'assay_sign_in';

/** The value of a cookie, if it looks like one of our tokens. */
export function readCookie(req: Request, name: string): string | undefined {
  const header = req.headers.cookie ?? '';
  if (header.length > 8192) return undefined;
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) {
      const value = pair.slice(at + 1).trim();
      return /^[A-Za-z0-9_-]{20,100}$/.test(value) ? value : undefined;
    }
  }
  return undefined;
}

/** Scripts never see it, other sites never send it; over TLS it never leaves it. */
export function setCookie(req: Request, res: Response, name: string, value: string, expires: Date): void {
  res.append(
    'Set-Cookie',
    `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Expires=${expires.toUTCString()}${req.secure ? '; Secure' : ''}`,
  );
}

export function clearCookie(req: Request, res: Response, name: string): void {
  setCookie(req, res, name, '', new Date(0));
}
