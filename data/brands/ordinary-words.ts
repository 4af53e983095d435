/**
 * Words that stand one letter from a brand's name, or are one, and mean nothing by themselves. A name that equals one of
 * them is compared whole only, never inside another or with a letter changed. Our own list.
 */
export const ordinaryWords: ReadonlySet<string> = new Set(
  `account alpha amazing apple bank banking binge bitcoin block blockchain capital cash central chase check citizens
   city coin coins community crypto delta direct discover exchange express finance financial first fidelity free
   galaxy gate gemini global gold group house insurance invest investing investment kraken line market markets
   message messenger meta metro mobile money national nexus north ocean orange original pay payment payments people
   personal phantom phoenix public republic robin safari safe santa save secure security service services shell
   signal simple smart social south square star station stock stocks store support target time trade trader trading
   trust union united universal update value visa wallet wave wealth west wise world zoom`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
