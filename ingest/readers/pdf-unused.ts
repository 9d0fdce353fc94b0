// What pdf.js makes when it is loaded, to draw with: a package with native code would bring it, which the fence refuses.
if (!('DOMMatrix' in globalThis)) Object.assign(globalThis, { DOMMatrix: class {} })
