// Our text as the CLIPBOARD selection (ICCCM 2.1 to 2.7): answers whoever asks for it, large texts piece by
// piece.
#pragma once
#include <list>
#include <memory>
#include <string>

#include "hw/clipboard/selection_atoms.h"
#include "hw/x11/connection.h"

namespace gatehouse::hw {

class SelectionOwner {
 public:
  SelectionOwner(X11Connection& connection, const SelectionAtoms& atoms, xcb_window_t window)
      : connection_(connection), atoms_(atoms), window_(window) {}

  void offer(std::string text);
  void take(const xcb_generic_event_t& event);

 private:
  // Somebody who is given a text piece by piece.
  struct Transfer {
    xcb_window_t requestor;
    xcb_atom_t property, type;
    std::string data;
    std::size_t offset = 0;
  };

  void answer(const xcb_selection_request_event_t& request);
  bool give(const xcb_selection_request_event_t& request, xcb_atom_t property);
  bool give_text(xcb_window_t requestor, xcb_atom_t property, xcb_atom_t type, std::string data);
  void give_piece(const xcb_property_notify_event_t& event);
  void put(xcb_window_t window, xcb_atom_t property, xcb_atom_t type, int format, std::size_t count,
           const void* data);

  X11Connection& connection_;
  const SelectionAtoms& atoms_;
  const xcb_window_t window_;
  std::string text_;
  bool waiting_for_time_ = false;
  xcb_timestamp_t since_ = XCB_CURRENT_TIME;
  std::list<Transfer> transfers_;
};

}  // namespace gatehouse::hw
