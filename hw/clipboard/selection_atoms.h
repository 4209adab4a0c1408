#pragma once
#include "hw/x11/connection.h"

namespace gatehouse::hw {

struct SelectionAtoms {
  explicit SelectionAtoms(const X11Connection& connection)
      : clipboard(connection.atom("CLIPBOARD")),
        utf8(connection.atom("UTF8_STRING")),
        plain(connection.atom("text/plain;charset=utf-8")),
        targets(connection.atom("TARGETS")),
        timestamp(connection.atom("TIMESTAMP")),
        incr(connection.atom("INCR")),
        clock(connection.atom("GATEHOUSE_CLOCK")) {}

  xcb_atom_t clipboard, utf8, plain, targets, timestamp, incr;
  xcb_atom_t clock;  // a property of our own window that tells the server's time
};

}  // namespace gatehouse::hw
