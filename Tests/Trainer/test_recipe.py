"""The table of docs/trainer-protocol.md."""

from __future__ import annotations

from fovea_trainer.recipe import choose


def test_the_size_of_the_set_chooses_the_recipe() -> None:
    names = [choose(n, 3, 40, False).name for n in (1, 999, 1_000, 9_999, 10_000)]
    assert names == ["small", "small", "medium", "medium", "large"]


def test_small_sets_step_every_batch_without_mosaic() -> None:
    recipe = choose(300, 3, 40, pretrained=False)
    assert recipe.batch == 8
    expected = {"optimizer": "AdamW", "lr0": 0.002, "nbs": 8, "warmup_epochs": 1.0, "mosaic": 0.0}
    assert expected.items() <= recipe.hyperparameters.items()


def test_pretrained_weights_are_moved_gently() -> None:
    assert choose(300, 3, 40, pretrained=True).hyperparameters["lr0"] == 0.001429


def test_the_request_wins() -> None:
    recipe = choose(300, 3, 40, False, batch=32, learning_rate=0.01, augmentation={"mosaic": 1.0, "degrees": 5.0})
    assert recipe.batch == 32 and recipe.hyperparameters["nbs"] == 32
    settings = recipe.hyperparameters
    assert (settings["lr0"], settings["mosaic"], settings["close_mosaic"], settings["degrees"]) == (0.01, 1.0, 8, 5.0)


def test_a_batch_is_never_larger_than_the_set() -> None:
    assert choose(3, 1, 10, False).batch == 3
    assert choose(3, 1, 10, False, batch=64).batch == 3


def test_mosaic_ends_before_the_run_does() -> None:
    assert choose(5_000, 3, 40, False).hyperparameters["close_mosaic"] == 8
    assert choose(5_000, 3, 300, False).hyperparameters["close_mosaic"] == 10
    assert choose(5_000, 3, 1, False).hyperparameters["close_mosaic"] == 1
