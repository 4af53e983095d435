/** One instruction as a test wants it; members are written `Lcom/a/B;->name(I)V` and `Lcom/a/B;->NAME:I`. */
export type BuiltInstruction =
  | { readonly string: string }
  | { readonly invoke: string }
  | { readonly create: string }
  | { readonly readStatic: string }
  | { readonly array: Buffer; readonly width: number }
  /** 16-bit units as they stand. */
  | { readonly raw: readonly number[] };

export interface BuiltMethod {
  /** `name(I)V`. */
  readonly signature: string;
  readonly code?: readonly BuiltInstruction[];
  readonly isStatic?: boolean;
  /** Says another length of its code than it has. */
  readonly unitsDeclared?: number;
}

export interface BuiltClass {
  /** `com.a.B`. */
  readonly name: string;
  readonly superName?: string;
  readonly interfaces?: readonly string[];
  readonly methods?: readonly BuiltMethod[];
  /** Values of static final String fields. */
  readonly constants?: readonly string[];
  readonly annotations?: readonly BuiltAnnotation[];
}

export interface BuiltAnnotation {
  /** `retrofit2.http.GET`. */
  readonly type: string;
  readonly value: string;
  /** 1: for running, 2: the compiler's own. */
  readonly visibility?: number;
}

export interface BuiltDex {
  readonly classes: readonly BuiltClass[];
  readonly version?: string;
  /** In the table, used by nothing. */
  readonly strings?: readonly string[];
  /** Written over the header before its sums are made: field offset → value. */
  readonly header?: Readonly<Record<number, number>>;
  /** In a container: where this part will stand. */
  readonly at?: number;
}
