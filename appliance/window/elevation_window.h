// The question whether a session may act as the computer's administrator. Where the person has to name one, with fields
// for it; what was typed is wiped when the window goes.
#pragma once
#include <functional>
#include <memory>

#include "appliance/window/messages.h"
#include "appliance/window/question_window.h"

class Fl_Input;

namespace gatehouse::window {

class ElevationWindow final : public QuestionWindow {
 public:
  // `say` runs once, and never when the window is destroyed before; it may not destroy it.
  ElevationWindow(const AskElevation& ask, Language language,
                  std::function<void(const AnswerElevation&)> say);
  ~ElevationWindow() override;

 private:
  void answered(bool accepted) override;
  bool can_be_accepted() override;
  void draw_behind() override;
  int handle(int event) override;
  std::unique_ptr<Fl_Input> add_field(std::unique_ptr<Fl_Input> field, std::string_view label, int& y);

  const std::uint64_t call_;
  const std::function<void(const AnswerElevation&)> say_;
  Box warning_;
  std::vector<Box> frames_;  // around the fields
  std::unique_ptr<Fl_Input> user_, password_;
};

}  // namespace gatehouse::window
