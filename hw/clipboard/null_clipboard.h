// For screens without a clipboard: takes texts and never offers one.
#pragma once
#include "hw/clipboard/clipboard.h"

namespace gatehouse::hw {

class NullClipboard final : public Clipboard {
 public:
  void on_changed(std::function<void(const std::string& text)>) override {}
  void set_text(std::string) override {}
};

}  // namespace gatehouse::hw
