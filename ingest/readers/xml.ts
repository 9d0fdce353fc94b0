import { SaxesParser } from 'saxes'
import { Unreadable } from './table.ts'

const DEEPEST = 100

export type Attributes = Record<string, string>

export type XmlEvents = {
  open: (name: string, attributes: Attributes) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

/** An element's name without its prefix, which writers choose as they like. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** Tells the elements and text of an XML part in order; document types and entities are refused unread. */
export function readXml(bytes: Uint8Array, events: XmlEvents): void {
  const source = decoded(bytes)
  if (/<!(DOCTYPE|ENTITY)/i.test(source)) throw new Unreadable('xml-doctype', 'a document type declaration')
  const parser = new SaxesParser({ position: false, xmlns: false })
  let depth = 0
  parser.on('error', (fault) => {
    throw new Unreadable('damaged', fault.message)
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > DEEPEST) throw new Unreadable('too-large', `XML nested deeper than ${DEEPEST}`)
    events.open(name, attributes)
  })
  parser.on('closetag', ({ name }) => {
    depth--
    events.close?.(name)
  })
  if (events.text) {
    parser.on('text', events.text)
    parser.on('cdata', events.text)
  }
  parser.write(source).close()
}

function decoded(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (fault) {
    if (!(fault instanceof TypeError)) throw fault
    throw new Unreadable('damaged', `XML that is not ${encoding}`)
  }
}
