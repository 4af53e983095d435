#!/bin/sh
# Rebuilds input.apk. Needs Debian's aapt, zipalign, apksigner, libsmali-java, android-framework-res and a Java runtime.
# The signing key is new each time, so a rebuilt file has another hash and another certificate.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
framework=/usr/share/android-framework-res/framework-res.apk

cp -r source/res "$work/res"
mkdir -p "$work/res/mipmap-mdpi" "$work/res/mipmap-xhdpi"
../../node_modules/.bin/tsx source/draw-icon.ts "$work/res"
aapt package -f -M source/AndroidManifest.xml -S "$work/res" -I "$framework" -F "$work/app.apk"

classpath=$(find /usr/share/java -name '*.jar' | grep -E '/(smali|dexlib2|smali-util|jcommander|guava|failureaccess|antlr3-runtime|stringtemplate|antlr)[^/]*\.jar$' | tr '\n' ':')
java -cp "$classpath" org.jf.smali.Main assemble source/MainActivity.smali -o "$work/classes.dex"
(cd "$work" && aapt add app.apk classes.dex >/dev/null)

keytool -genkeypair -keystore "$work/key.p12" -storetype PKCS12 -storepass example -alias demo -keyalg RSA -keysize 2048 \
  -validity 10000 -dname 'CN=Example Invest Demo, O=Example, C=ZZ' 2>/dev/null
zipalign -f 4 "$work/app.apk" "$work/aligned.apk"
apksigner sign --ks "$work/key.p12" --ks-pass pass:example --v1-signing-enabled true --v2-signing-enabled true \
  --v3-signing-enabled true --out input.apk "$work/aligned.apk"
rm -f input.apk.idsig
