import { describe, expect, it } from 'vitest';
import { asAssayError, troubleOf } from './database-errors.ts';

const failure = (code: string | undefined, message = 'x') =>
  Object.assign(new Error(message), code ? { code } : {});

describe('trouble with the database', () => {
  it.each([
    ['ECONNREFUSED', 'unavailable'],
    ['ENOENT', 'unavailable'],
    ['57P01', 'unavailable'],
    ['57P03', 'unavailable'],
    ['08006', 'unavailable'],
    ['53300', 'unavailable'],
    ['40001', 'repeat'],
    ['40P01', 'repeat'],
    ['55P03', 'repeat'],
    ['57014', 'too-slow'],
    ['23505', 'other'],
    ['22P02', 'other'],
    ['42601', 'other'],
  ])('%s is %s', (code, trouble) => {
    expect(troubleOf(failure(code))).toBe(trouble);
  });

  it('is recognised by its words where node-postgres gives no code', () => {
    expect(troubleOf(failure(undefined, 'Connection terminated unexpectedly'))).toBe('unavailable');
    expect(troubleOf(failure(undefined, 'timeout exceeded when trying to connect'))).toBe('unavailable');
    expect(troubleOf(new AggregateError([failure('ECONNREFUSED')]))).toBe('unavailable');
  });

  it('tells nothing of addresses or statements to those outside', () => {
    const error = asAssayError(failure('ECONNREFUSED', 'connect ECONNREFUSED 10.1.2.3:5432'));
    expect(error).toMatchObject({ code: 'database-unavailable' });
    expect((error as Error).message).not.toContain('10.1.2.3');
  });
});
