declare module 's3rver' {
  import type { AddressInfo } from 'node:net';

  /** The part of s3rver (a small S3 server that keeps objects in a folder) that the tests use. */
  class S3rver {
    constructor(options: {
      address: string;
      port: number;
      silent: boolean;
      directory: string;
      vhostBuckets: boolean;
      configureBuckets: { name: string }[];
    });
    run(): Promise<AddressInfo>;
    close(): Promise<void>;
  }
  export = S3rver;
}
