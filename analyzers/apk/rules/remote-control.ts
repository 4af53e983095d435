/** Others seeing and moving the victim's screen. */
export const remoteControl = `
rule remote_control_product {
  meta:
    author = "Assay"
    description = "Code of a remote-control product (AnyDesk, TeamViewer, RustDesk, Zoho Assist, Splashtop or AirDroid)"
    severity = "medium"
    technique = "T1663"
    reference = "https://attack.mitre.org/techniques/T1663/"
  strings:
    $anydesk = "Lcom/anydesk/anydeskandroid/"
    $teamviewer = "Lcom/teamviewer/"
    $rustdesk1 = "Lcom/carriez/flutter_hbb/"
    $rustdesk2 = "rustdesk::"
    $zoho = "Lcom/zoho/assist/"
    $splashtop = "Lcom/splashtop/"
    $airdroid = "Lcom/sand/airdroid"
  condition:
    any of them
}

rule remote_control_own {
  meta:
    author = "Assay"
    description = "One program films the screen, makes gestures for the user and keeps a connection: what remote control needs"
    severity = "medium"
    technique = "T1663"
    reference = "https://developer.android.com/reference/android/accessibilityservice/AccessibilityService"
  strings:
    $film = "createVirtualDisplay"
    $project = "Landroid/media/projection/MediaProjection;"
    $gesture = "dispatchGesture"
    $service = "Landroid/accessibilityservice/AccessibilityService;"
    $talk1 = "Lokhttp3/WebSocketListener;"
    $talk2 = "Lio/socket/client/Socket;"
    $talk3 = "Lorg/webrtc/PeerConnection;"
    $talk4 = "Ljava/net/Socket;"
  condition:
    uint32(0) == 0x0a786564 and $film and $project and $gesture and $service and any of ($talk*)
}
`;
