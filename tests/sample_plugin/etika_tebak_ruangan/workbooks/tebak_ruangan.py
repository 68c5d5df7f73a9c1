# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: tags
#     formats: ipynb,py:percent
#     notebook_metadata_filter: voila
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   voila:
#     template: etika
# ---

# %% tags=["setup"]
from etika_widgets import Workbook

book = Workbook.open("tebak_ruangan")
book

# %% [markdown]
# # Tebak ruangan
#
# Selamat datang. Kasus di halaman ini **fiktif**. Jawablah dengan jujur, dan jangan tulis nama orang.

# %% [markdown]
# ## 1. Langkah pertama

# %%
book.show("langkah")

# %% [markdown]
# ## 2. Catatan pribadi
#
# Tulisan ini tinggal di ponsel Anda.

# %%
book.show("catatan")
