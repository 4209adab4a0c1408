// Reads the CLIPBOARD selection of another program as UTF-8 (ICCCM 2.4 and 2.7), with a cap.
#pragma once
#include <array>
#include <functional>
#include <string>

#include "hw/clipboard/selection_atoms.h"
#include "hw/x11/connection.h"

namespace gatehouse::hw {

class SelectionReader {
 public:
  SelectionReader(X11Connection& connection, const SelectionAtoms& atoms, xcb_window_t window,
                  std::function<void(std::string text)> done);

  // Asks for the text; a transfer that is under way is forgotten. Calls `done`, or does not: no text, too
  // long, not UTF-8.
  void start(xcb_timestamp_t time);
  void take(const xcb_generic_event_t& event);

 private:
  void ask(xcb_atom_t target);
  void answered(const xcb_selection_notify_event_t& event);
  void next_piece();
  // Reads and deletes the property. Its type goes to `type`; false: it could not be read.
  bool read(std::string& data, xcb_atom_t& type);
  void finish(std::string text);

  X11Connection& connection_;
  const SelectionAtoms& atoms_;
  const xcb_window_t window_;
  const std::function<void(std::string text)> done_;
  // A transfer has one of these for itself, so that a late piece of the one before does not get into it.
  std::array<xcb_atom_t, 4> properties_;
  std::size_t current_ = 0;
  xcb_timestamp_t time_ = XCB_CURRENT_TIME;
  xcb_atom_t target_ = XCB_ATOM_NONE;  // none: idle
  bool in_pieces_ = false;
  std::string pieces_;
};

}  // namespace gatehouse::hw
