// The question about a visitor: who asks for what, with a switch for each permission.
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "appliance/window/messages.h"
#include "appliance/window/question_window.h"

namespace gatehouse::window {

class PromptWindow final : public QuestionWindow {
 public:
  using Answered = std::function<void(bool accepted, policy::Permissions chosen)>;

  // `answered` runs once, and never when the window is destroyed before; it may not destroy it.
  PromptWindow(const Ask& ask, Language language, Answered answered);

 private:
  void answered(bool accepted) override;
  bool can_be_accepted() override;
  void draw_behind() override;
  void lay_out();
  int lay_out_switches(int y);

  const Ask ask_;  // its texts made fit to be shown
  const Answered say_;
  Box pill_, warning_, reason_;
  policy::Permissions chosen_;
  std::vector<std::unique_ptr<Switch>> switches_;
  std::vector<policy::Permission> switched_;  // by which of them
};

}  // namespace gatehouse::window
