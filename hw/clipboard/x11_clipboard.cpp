#include "hw/clipboard/x11_clipboard.h"

#include <xcb/xfixes.h>

#include "appliance/base/text.h"
#include "hw/clipboard/selection_owner.h"
#include "hw/clipboard/selection_reader.h"

namespace gatehouse::hw {
namespace {

xcb_window_t make_window(X11Connection& connection) {
  const xcb_window_t window = xcb_generate_id(connection.get());
  const std::uint32_t events = XCB_EVENT_MASK_PROPERTY_CHANGE;
  xcb_create_window(connection.get(), 0, window, connection.root(), -1, -1, 1, 1, 0,
                    XCB_WINDOW_CLASS_INPUT_ONLY, XCB_COPY_FROM_PARENT, XCB_CW_EVENT_MASK, &events);
  return window;
}

class X11Clipboard final : public Clipboard {
 public:
  explicit X11Clipboard(X11Connection& connection)
      : atoms_(connection),
        window_(make_window(connection)),
        owner_(connection, atoms_, window_),
        reader_(connection, atoms_, window_, [this](const std::string& text) {
          if (changed_) changed_(text);
        }) {
    xcb_xfixes_select_selection_input(connection.get(), window_, atoms_.clipboard,
                                      XCB_XFIXES_SELECTION_EVENT_MASK_SET_SELECTION_OWNER);
    connection.flush();
    selection_event_ = connection.extension(xcb_xfixes_id)->first_event + XCB_XFIXES_SELECTION_NOTIFY;
    connection.on_event([this](const xcb_generic_event_t& event) { take(event); });
  }

  void on_changed(std::function<void(const std::string& text)> changed) override {
    changed_ = std::move(changed);
  }
  void set_text(std::string text) override {
    if (text.size() <= kClipboardCap && is_utf8(text)) owner_.offer(std::move(text));
  }

 private:
  void take(const xcb_generic_event_t& event) {
    if ((event.response_type & 0x7F) == selection_event_) {
      const auto& notify = reinterpret_cast<const xcb_xfixes_selection_notify_event_t&>(event);
      if (notify.owner != window_ && notify.owner != XCB_NONE && changed_)
        reader_.start(notify.selection_timestamp);
      return;
    }
    owner_.take(event);
    reader_.take(event);
  }

  const SelectionAtoms atoms_;
  const xcb_window_t window_;
  SelectionOwner owner_;
  SelectionReader reader_;
  int selection_event_ = 0;
  std::function<void(const std::string& text)> changed_;
};

}  // namespace

std::unique_ptr<Clipboard> open_x11_clipboard(X11Connection& connection) {
  return std::make_unique<X11Clipboard>(connection);
}

}  // namespace gatehouse::hw
