/**
 * Words that are a brand's name, or stand one letter from one, and mean something or nothing by themselves. A name that
 * equals one of them is compared whole only, never inside another or with a letter changed, and an app that is called so
 * does not imitate anybody by that alone. Our own list.
 */
export const ordinaryWords: ReadonlySet<string> = new Set(
  `account alpha amazing apple argent axis bank banking base bca binge bitcoin block blockchain bread capital cash
   central chase check citizens city coin coins community crypto dana delta diia direct discord discover electrum europa exchange
   exodus express finance financial first fidelity free galaxy gate gemini global gold group hana home house industrial
   insurance inter interpol invest investing investment kraken label ledger line lira luna luno magna mari market markets max maya
   message messenger meta metal metro mobile momo money mycelium national nationwide nexo nexus north ocean octa opera
   orange original pay payment payments people personal phantom phoenix pintu plasma police postbank public railway
   rainbow rakuten republic revolt robin ronin safari safe santa saver save secure security service services shell signal
   simple sip smart social south spark square stake star station stock stocks store stripe support swish target telegraph time
   tinder toss trade trader trading trust union united universal update uphold value vanguard venom visa wallet
   wave wealth west wise world zoom 12306 雪球 纸飞机 照片墙 铁路 公安部`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
