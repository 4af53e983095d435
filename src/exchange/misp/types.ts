/** As MISP writes them: every number is a string. */
export interface MispAttribute {
  readonly uuid: string;
  readonly type: string;
  readonly category: string;
  readonly value: string;
  readonly to_ids: boolean;
  readonly distribution: string;
  readonly timestamp: string;
  readonly comment: string;
  readonly deleted: boolean;
  readonly disable_correlation: boolean;
  readonly object_relation?: string;
}

export interface MispObject {
  readonly uuid: string;
  readonly name: string;
  readonly 'meta-category': string;
  readonly description: string;
  readonly template_uuid: string;
  readonly template_version: string;
  readonly timestamp: string;
  readonly distribution: string;
  readonly comment: string;
  readonly deleted: boolean;
  readonly Attribute: readonly MispAttribute[];
  readonly ObjectReference: readonly MispReference[];
}

export interface MispReference {
  readonly uuid: string;
  readonly object_uuid: string;
  readonly referenced_uuid: string;
  readonly relationship_type: string;
  readonly timestamp: string;
  readonly comment: string;
}

export interface MispEvent {
  readonly Event: {
    readonly uuid: string;
    readonly info: string;
    readonly date: string;
    readonly threat_level_id: string;
    readonly analysis: string;
    readonly distribution: string;
    readonly sharing_group_id: string;
    readonly timestamp: string;
    readonly publish_timestamp: string;
    readonly published: boolean;
    readonly Orgc: { readonly name: string; readonly uuid: string };
    readonly Attribute: readonly MispAttribute[];
    readonly Object: readonly MispObject[];
    readonly Tag: readonly { readonly name: string }[];
  };
}
